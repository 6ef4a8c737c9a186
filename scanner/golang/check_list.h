/** @file The Go checks, sorted by name. Included with CHECK() defined. */
CHECK(defer_eager_arg)
