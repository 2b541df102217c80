/**
 * Clients: what they ask for, how often, of whom, and the history of what they were told.
 *
 * <p>A {@link dev.skew.world.workload.WorkloadProfile} says how a group of clients behaves; a
 * {@link dev.skew.world.workload.ClientActor} plays one client process with many sessions; the
 * {@link dev.skew.world.workload.History} is the only thing that judges ever see of it. Imports
 * kernel, topology, network and kv, and Pekko in {@code ClientActor} alone. Knows neither nodes'
 * insides nor checkers.
 */
@NullMarked
package dev.skew.world.workload;

import org.jspecify.annotations.NullMarked;
