package span

import (
	"context"

	"go.opentelemetry.io/otel/trace"
)

// The ordinary way.
func deferred(ctx context.Context) error {
	ctx, span := tracer.Start(ctx, "deferred")
	defer span.End()
	return work(ctx)
}

// With options, in a literal.
func inLiteral(ctx context.Context) error {
	ctx, span := tracer.Start(ctx, "literal")
	defer func() {
		span.End(trace.WithStackTrace(true))
	}()
	return work(ctx)
}

// A factory: whoever called ends it.
func start(ctx context.Context, name string) (context.Context, trace.Span) {
	ctx, span := tracer.Start(ctx, name)
	span.AddEvent("started")
	return ctx, span
}

// The same without names.
func begin(ctx context.Context) (context.Context, trace.Span) {
	return tracer.Start(ctx, "begin")
}

// Ended by a helper of the package.
func helped(ctx context.Context) (err error) {
	ctx, span := tracer.Start(ctx, "helped")
	defer finish(span, &err)
	return work(ctx)
}

func finish(span trace.Span, err *error) {
	if *err != nil {
		span.RecordError(*err)
	}
	span.End()
}
