# Loads a cassette as VCR does: replay.rb FOLDER EXTENSION
require "json"
require "vcr"
require "webmock"

folder, extension = ARGV
VCR.configure do |config|
  config.cassette_library_dir = folder
  config.hook_into :webmock
end
serializer = extension == "json" ? :json : :yaml
VCR.use_cassette("input", serialize_with: serializer, record: :none) do
  cassette = VCR.current_cassette
  found = cassette.http_interactions.interactions
  abort "no interactions" if found.empty?
  found.each { |interaction| interaction.response.body.to_s }
end
