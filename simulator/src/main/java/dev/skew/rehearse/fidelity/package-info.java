/**
 * How near the simulated etcd comes to a real one: reads a folder of recordings, sets up each
 * recorded experiment from the recordings' own columns, runs it over many seeds and compares the
 * distributions.
 *
 * <p>Public: {@link dev.skew.rehearse.fidelity.RecordingFolder} (what was recorded), {@link
 * dev.skew.rehearse.fidelity.Experiment} (what is to be set up again), {@link
 * dev.skew.rehearse.fidelity.ExperimentRunner} (who does it), {@link
 * dev.skew.rehearse.fidelity.FidelityStudy} (all of them over many seeds) and {@link
 * dev.skew.rehearse.fidelity.FidelityReport} (what came out). Imports the world and {@code
 * rehearse.simulation}; nothing of {@code serve}.
 */
@NullMarked
package dev.skew.rehearse.fidelity;

import org.jspecify.annotations.NullMarked;
