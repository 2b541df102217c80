/**
 * What clients ask of a store and what they are told: keys, operations, outcomes, and the two
 * messages that carry them. Spoken by the consensus nodes, the quorum store and the workload alike.
 * Imports kernel, topology and network.
 */
@NullMarked
package dev.skew.world.kv;

import org.jspecify.annotations.NullMarked;
