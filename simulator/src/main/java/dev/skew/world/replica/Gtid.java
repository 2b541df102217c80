package dev.skew.world.replica;

/**
 * A global transaction identifier (manual 17.1.3.1).
 *
 * @param server where the transaction was first committed; a name in the place of a UUID
 * @param number counts that server's own transactions from 1
 */
public record Gtid(String server, long number) {

  public Gtid {
    if (number < 1) {
      throw new IllegalArgumentException("a transaction's number counts from 1, got " + number);
    }
  }

  @Override
  public String toString() {
    return server + ":" + number;
  }
}
