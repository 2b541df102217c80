/**
 * Time, order, chance and trace: the ground every other package stands on.
 *
 * <p>{@link dev.skew.kernel.EventQueue} is the only source of time, {@link dev.skew.kernel.Seed}
 * the only source of chance, and {@link dev.skew.kernel.Trace} the only record of what happened.
 * This package imports nothing of Skew, no Pekko, no {@code java.io}, no threads and no wall clock.
 */
@NullMarked
package dev.skew.kernel;

import org.jspecify.annotations.NullMarked;
