/**
 * Versions of software, and how a new one comes to nodes.
 *
 * <p>{@link dev.skew.world.version.Version} is what a node runs, {@link
 * dev.skew.world.version.Releases} in what versions differ, {@link
 * dev.skew.world.version.DeployPlan} in which order and at what pace nodes come to run another one,
 * {@link dev.skew.world.version.Rollout} how they come to it by themselves, from beacons: values,
 * without a node or a clock.
 *
 * <p>Imports kernel and topology.
 */
@NullMarked
package dev.skew.world.version;

import org.jspecify.annotations.NullMarked;
