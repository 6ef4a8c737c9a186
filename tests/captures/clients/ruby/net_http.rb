# Net::HTTP with set_debug_output, on standard error.
require "net/http"

base = URI(ENV.fetch("BASE"))
http = Net::HTTP.new(base.host, base.port)
http.set_debug_output($stderr)
http.start do
  login = Net::HTTP::Post.new("/login")
  login.set_form_data(user: ENV["API_USER"], password: ENV["FORM_PASSWORD"])
  http.request(login)
  me = Net::HTTP::Get.new("/api/me?token=#{ENV['QUERY_TOKEN']}")
  me["Authorization"] = "Bearer #{ENV['BEARER_TOKEN']}"
  http.request(me)
end
