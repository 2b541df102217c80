package dev.skew.world.raft;

/**
 * One entry of the log.
 *
 * @param term of the leader that created it
 * @param index its place, from 1
 * @param payload what is to be applied
 */
public record Entry(long term, long index, Payload payload) {

  static final int HEADER_BYTES = 16;

  /** Bytes on the wire and on disk. */
  public int sizeBytes() {
    return HEADER_BYTES + payload.sizeBytes();
  }
}
