/**
 * Physical and logical clocks of nodes. Imports only kernel and topology.
 *
 * <p>{@link dev.skew.world.clock.WallTime} is what a perfect clock shows; a {@link
 * dev.skew.world.clock.NodeClock} is what one machine shows and what its timers run by; {@link
 * dev.skew.world.clock.NtpDiscipline} is the daemon that keeps the two together; {@link
 * dev.skew.world.clock.TrueTime} says how far apart they may be. {@link
 * dev.skew.world.clock.HybridLogicalClock} and {@link dev.skew.world.clock.VectorClock} order
 * events without trusting any of them. No Pekko, no I/O, no clock of the machine: time comes in as
 * an argument.
 */
@NullMarked
package dev.skew.world.clock;

import org.jspecify.annotations.NullMarked;
