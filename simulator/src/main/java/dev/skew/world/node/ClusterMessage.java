package dev.skew.world.node;

import dev.skew.kernel.TraceFields;
import dev.skew.world.network.Channel;
import dev.skew.world.network.WireMessage;
import dev.skew.world.raft.RaftMessage;
import org.jspecify.annotations.Nullable;

/**
 * A Raft message between members of a cluster that was started anew from another one's data, with
 * its id on it ({@code X-Etcd-Cluster-ID}): members of other clusters take no notice. Messages of
 * the cluster that a scenario begins with bear none.
 */
record ClusterMessage(int cluster, RaftMessage message) implements WireMessage {

  private static final int ID_BYTES = 32;

  static WireMessage of(int cluster, RaftMessage message) {
    return cluster == 0 ? message : new ClusterMessage(cluster, message);
  }

  /** The Raft message in what arrived, or null when it is none for members of a cluster. */
  static @Nullable RaftMessage meantFor(int cluster, WireMessage arrived) {
    if (arrived instanceof ClusterMessage other) {
      return other.cluster == cluster ? other.message : null;
    }
    return cluster == 0 && arrived instanceof RaftMessage message ? message : null;
  }

  /** Where rafthttp's {@code peer.pick} puts a message while all streams work. */
  static Channel channelOf(RaftMessage message) {
    if (message instanceof RaftMessage.AppendEntries) {
      return Channel.RAFT_APPEND;
    }
    return message instanceof RaftMessage.InstallSnapshot
        ? Channel.RAFT_PIPELINE
        : Channel.RAFT_MESSAGE;
  }

  @Override
  public String kind() {
    return message.kind();
  }

  @Override
  public int sizeBytes() {
    return ID_BYTES + message.sizeBytes();
  }

  @Override
  public void describe(TraceFields fields) {
    fields.put("cluster", cluster);
    message.describe(fields);
  }
}
