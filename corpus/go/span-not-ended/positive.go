package span

import (
	"context"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/trace"
)

var tracer = otel.Tracer("stanch")

// Started, never ended: it is never exported.
func never(ctx context.Context) error {
	ctx, span := tracer.Start(ctx, "never") // want "go-span-not-ended:medium"
	span.AddEvent("begin")
	return work(ctx)
}

// Dropped where it was made.
func dropped(ctx context.Context) error {
	ctx, _ = tracer.Start(ctx, "dropped") // want "go-span-not-ended:medium"
	return work(ctx)
}

type service struct{ tracer trace.Tracer }

// A return that misses it.
func (s *service) onPath(ctx context.Context) error {
	ctx, span := s.tracer.Start(ctx, "path") // want "go-span-not-ended:low"
	if err := work(ctx); err != nil {
		return err
	}
	span.End()
	return nil
}

func work(ctx context.Context) error { return ctx.Err() }
