package dev.skew.world.quorum;

import dev.skew.kernel.TraceFields;
import dev.skew.world.network.WireMessage;
import org.jspecify.annotations.Nullable;

/** What an operator tells a node of the store on the node itself, as nodetool does. */
public sealed interface StoreOrder extends WireMessage {

  @Override
  default int sizeBytes() {
    return 100;
  }

  /**
   * Merge the versions of keys that stand side by side and that the node answers for.
   *
   * @param keyspace empty for all
   * @param key empty for all
   */
  record Merge(String keyspace, String key, Keep keep) implements StoreOrder {

    @Override
    public String kind() {
      return "merge-order";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("keyspace", keyspace).put("key", key).put("keep", keep.toString());
    }
  }

  /**
   * What is kept of the versions.
   *
   * @param policy by which it is decided where {@code writer} is null
   * @param writer index of the node whose version is kept
   */
  record Keep(MergePolicy policy, @Nullable Integer writer) {

    public static Keep by(MergePolicy policy) {
      return new Keep(policy, null);
    }

    public static Keep versionOf(int writer) {
      return new Keep(MergePolicy.MANUAL, writer);
    }

    @Override
    public String toString() {
      return writer == null ? policy.label() : "writer " + writer;
    }
  }
}
