/**
 * A run from beginning to end: a {@link dev.skew.rehearse.simulation.RunRequest} goes in, a {@link
 * dev.skew.rehearse.simulation.Report} comes out, and a recording lets anyone have the same run
 * again.
 *
 * <p>This package builds the world from a scenario and drives it. It may use everything in the
 * kernel, the world, {@code observe} and {@code rehearse.scenario}; it must not import {@code
 * serve}, print anything, or let the machine's clock into a run.
 */
@NullMarked
package dev.skew.rehearse.simulation;

import org.jspecify.annotations.NullMarked;
