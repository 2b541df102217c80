package dev.skew.world.raft;

/**
 * The state machine after the entry at {@code index}, which replaces all entries up to it.
 *
 * @param index of the last entry in it
 * @param term of that entry
 * @param configuration in force after that entry
 * @param image the state machine's own part
 */
public record Snapshot(long index, long term, Configuration configuration, Image image) {

  /** A state machine's frozen state, opaque to Raft. */
  public interface Image {

    /** Bytes on the wire and on disk. */
    long sizeBytes();
  }

  /** The image of a state machine to which nothing was applied. */
  public record EmptyImage() implements Image {

    @Override
    public long sizeBytes() {
      return 0;
    }
  }

  /**
   * Where a new cluster begins. etcd begins with one committed entry of term 1 for each initial
   * member; here these are already within the snapshot, so that indexes and terms equal etcd's.
   */
  public static Snapshot initial(Configuration configuration) {
    return new Snapshot(configuration.voters().size(), 1, configuration, new EmptyImage());
  }
}
