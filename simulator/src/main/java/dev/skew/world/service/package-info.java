/**
 * A call graph of services and what keeps it, or fails to keep it, from collapsing under its own
 * retries: timeouts, retries with backoff and budget, circuit breakers, bulkheads, load shedding,
 * deadlines, idempotency, caches, and a gate at the front.
 *
 * <p>{@link dev.skew.world.service.ServiceNode} is one instance of a service: inputs go in, effects
 * come out. {@link dev.skew.world.service.ServiceGraph} is the whole configuration as one value, as
 * a control plane would push it; {@link dev.skew.world.service.ServiceInput} and {@link
 * dev.skew.world.service.ServiceEffect} are all that an instance has to do with the world, {@link
 * dev.skew.world.service.ServiceMessage} is what callers and instances say to each other, {@link
 * dev.skew.world.service.ServiceEvent} what instances put on record. Every rule has a file: {@link
 * dev.skew.world.service.CircuitBreaker}, {@link dev.skew.world.service.RetryBudget}, {@link
 * dev.skew.world.service.Backoff}, {@link dev.skew.world.service.LoadShedding}, {@link
 * dev.skew.world.service.AdmissionGate}.
 *
 * <p>The model of what can go wrong is Bronson et al., "Metastable Failures in Distributed
 * Systems", HotOS 2021: work that goes on for callers who have given up keeps a system overloaded
 * after the trigger is gone.
 *
 * <p>Imports kernel, topology and network. No Pekko, no I/O, no clock of the machine.
 */
@NullMarked
package dev.skew.world.service;

import org.jspecify.annotations.NullMarked;
