/** @file The Go checks, sorted by name. Included with CHECK() defined. */
CHECK(defer_eager_arg)
CHECK(goroutine_leak_send)
CHECK(http_body_not_closed)
CHECK(lost_cancel)
CHECK(resource_not_closed)
CHECK(span_not_ended)
CHECK(sql_close_not_deferred)
CHECK(sql_not_closed)
