Feature: the shop's API

Scenario: sign in and order
  * url java.lang.System.getenv('BASE')
  * def env = function(name) { return java.lang.System.getenv(name) }
  Given path 'login'
  And configure followRedirects = false
  And form field user = env('API_USER')
  And form field password = env('FORM_PASSWORD')
  When method post
  Then status 303
  Given path 'api/login'
  And request { user: '#(env("API_USER"))', password: '#(env("JSON_PASSWORD"))' }
  When method post
  Then status 200
  Given path 'api/me'
  And header Authorization = 'Bearer ' + response.access_token
  And header X-Api-Key = env('API_KEY')
  When method get
  Then status 200
