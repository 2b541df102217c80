/**
 * Machines and the servers on them: actors that are thin shells around the pure protocol steps.
 *
 * <p>{@link dev.skew.world.node.NodeActor} is a machine with a processor, a clock and a disk;
 * {@link dev.skew.world.node.EtcdServer} and {@link dev.skew.world.node.StoreServer} are what runs
 * on it. {@link dev.skew.world.node.NodeHandle} is how the simulation looks in from outside.
 * Imports the kernel and the world below it; must not import workload, fault, check or anything
 * above.
 */
@NullMarked
package dev.skew.world.node;

import org.jspecify.annotations.NullMarked;
