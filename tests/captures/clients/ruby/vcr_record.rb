# Ruby VCR: vcr_record.rb FOLDER KIND
require "json"
require "net/http"
require "vcr"
require "webmock"

BASE = URI(ENV.fetch("BASE"))
folder, kind = ARGV

VCR.configure do |config|
  config.cassette_library_dir = folder
  config.hook_into :webmock
  # JSON has no other way to keep gzip.
  config.preserve_exact_body_bytes { |message|
    text = message.body.to_s.dup.force_encoding("UTF-8")
    kind == "exact" || (kind == "json" && !text.valid_encoding?)
  }
  # A literal replacement: it does not see what base64 and gzip hold.
  if kind == "filtered"
    config.filter_sensitive_data("<PASSWORD>") { ENV["BASIC_PASSWORD"] }
    config.filter_sensitive_data("<TOKEN>") { ENV["BEARER_TOKEN"] }
  end
end

def call(kind, path, headers = {}, body = nil)
  request = kind.new(path, headers)
  request.body = body
  yield request if block_given?
  Net::HTTP.start(BASE.host, BASE.port) { |http| http.request(request) }
end

serializer = kind == "json" ? :json : :yaml
VCR.use_cassette("input", serialize_with: serializer) do
  call(Net::HTTP::Post, "/login",
       { "Content-Type" => "application/x-www-form-urlencoded" },
       URI.encode_www_form(user: ENV["API_USER"],
                           password: ENV["FORM_PASSWORD"]))
  call(Net::HTTP::Get, "/basic") do |request|
    request.basic_auth(ENV["API_USER"], ENV["BASIC_PASSWORD"])
  end
  call(Net::HTTP::Post, "/api/login", { "Content-Type" => "application/json" },
       JSON.generate(user: ENV["API_USER"], password: ENV["JSON_PASSWORD"]))
  call(Net::HTTP::Get, "/api/zipped",
       { "Authorization" => "Bearer #{ENV['BEARER_TOKEN']}",
         "Accept-Encoding" => "gzip" })
end
