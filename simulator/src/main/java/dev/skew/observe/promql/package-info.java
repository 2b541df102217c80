/**
 * PromQL: reads expressions and answers them from time series, as Prometheus 2.42 or 3 would.
 *
 * <p>{@link PromqlEngine} is the door: it parses, checks and evaluates. {@link PromqlScript} holds
 * the engine against scripts of the format that Prometheus tests itself with. Everything is a
 * function of an expression, a source of series and a span of time; no clock, file or thread is
 * seen.
 */
@NullMarked
package dev.skew.observe.promql;

import org.jspecify.annotations.NullMarked;
