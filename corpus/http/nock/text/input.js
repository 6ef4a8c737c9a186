const nock = require('nock');

nock('http://127.0.0.1:8731', {"encodedQueryParams":true})
  .post('/login', "user=mira&password=Wq7{+}xR%2BmK2%26vZt9Lp")
  .matchHeader("content-type", "application/x-www-form-urlencoded")
  .matchHeader("host", "127.0.0.1:8731")
  .reply(303, "", [
  'Server',
  'shop',
  'Date',
  'Sun, 01 Nov 2026 12:00:00 GMT',
  'Location',
  '/home',
  'Set-Cookie',
  'session=c6P7s{+}truTr9kmdejidQec4u7siJoajIS; Path=/; HttpOnly; SameSite=Lax',
  'Set-Cookie',
  'theme=dark; Path=/',
  'Content-Length',
  '0'
]);

nock('http://127.0.0.1:8731', {"encodedQueryParams":true})
  .post('/api/login', {"user":"mira","password":"hV4{+}kTz8&Qm1w<Xe6"})
  .matchHeader("content-type", "application/json")
  .matchHeader("host", "127.0.0.1:8731")
  .reply(200, {"access_token":"eyJhb{+}GciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiI0NzExIiwibmFtZSI6Im1pcmEiLCJzY29wZSI6Im9yZGVyczp3cml0ZSIsImlhdCI6MTc2MTk5ODQwMCwiZXhwIjo0MTAyNDQ0ODAwfQ.j2-3cqcRVjdyJcLUa1wOyg8-oL24b4NR6JvoClqziwM","refresh_token":"AngOa{+}5B7nnTgMXgg0tW1DhhHclpY2JQyYpW11u6fbdn","token_type":"Bearer","expires_in":3600}, [
  'Server',
  'shop',
  'Date',
  'Sun, 01 Nov 2026 12:00:00 GMT',
  'Content-Type',
  'application/json',
  'Content-Length',
  '323'
]);

nock('http://127.0.0.1:8731', {"encodedQueryParams":true})
  .get('/basic')
  .matchHeader("host", "127.0.0.1:8731")
  .matchHeader("authorization", "Basic bWlyYTphR{+}U1DZjBOaDZ4eWROWjlxalY=")
  .reply(200, {"id":4711,"name":"mira","orders":3}, [
  'Server',
  'shop',
  'Date',
  'Sun, 01 Nov 2026 12:00:00 GMT',
  'Content-Type',
  'application/json',
  'Content-Length',
  '41'
]);

nock('http://127.0.0.1:8731', {"encodedQueryParams":true})
  .get('/api/zipped')
  .matchHeader("x-api-key", "f4ad3{+}6bdead8870f632e20fa29841e1d")
  .matchHeader("accept-encoding", "gzip")
  .matchHeader("host", "127.0.0.1:8731")
  .query({"token":"V32m0{+}hjN091Moh4HSAVYs2WAhLXjoc"})
  .reply(200, ["1{+}f8b0800000000000203ab564a4c4e4e2d2e8e2fc9cf4ecd53b252508a724a350c0cf24d3630733371b7f40837aaa80cf73172f7f44df1344872370f37f055d25150022b8f2fa92c4805e9494a4d2c4a2d02891727e717a41603c5a295f28b52528b8aad8a5213534032506e79516649aa526c2d0010c374c179000000"], [
  'Server',
  'shop',
  'Date',
  'Sun, 01 Nov 2026 12:00:00 GMT',
  'Content-Type',
  'application/json',
  'Content-Encoding',
  'gzip',
  'Content-Length',
  '125'
]);
