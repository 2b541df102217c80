package dev.skew.world.version;

/**
 * What a node tells a random peer now and then. Its size does not depend on how many nodes there
 * are.
 *
 * @param running the version of the sender's process
 * @param newest the newest revision it has heard of
 * @param stateHash over the rows that both sender and receiver keep
 */
public record Beacon(Version running, Revision newest, long stateHash) {

  public static final int BYTES = 24;
}
