/**
 * Consensus as etcd-io/raft (the library in etcd 3.4 and 3.5) does it, as pure steps: {@link
 * dev.skew.world.raft.RaftCore} takes a {@link dev.skew.world.raft.RaftState} and a {@link
 * dev.skew.world.raft.RaftInput} and gives the next state and the {@link
 * dev.skew.world.raft.RaftEffect}s that a shell has to carry out; {@link dev.skew.world.raft.Ready}
 * gathers the effects of several steps into one batch. Each rule of the protocol has a file of its
 * own (election, lease, proposals, replication, reads, snapshots, membership, transfer).
 *
 * <p>Imports kernel, topology and network (for {@code WireMessage}). Must not import actors, disks,
 * clocks or anything that performs an effect.
 */
@NullMarked
package dev.skew.world.raft;

import org.jspecify.annotations.NullMarked;
