package dev.skew.world.version;

/**
 * In what a version differs from others that it may have to live with.
 *
 * @param encoding in which it sends rows; it reads this one and all before it, and no later one (as
 *     Cassandra's messaging and sstable versions)
 */
public record Release(Version version, RowHash rowHash, int encoding) {

  public static final int MAX_ENCODING = 1_000;

  public Release {
    if (encoding < 1 || encoding > MAX_ENCODING) {
      throw new IllegalArgumentException(
          "encoding must lie in 1 to " + MAX_ENCODING + ", got " + encoding);
    }
  }

  /** A release like any other. */
  public static Release plain(Version version) {
    return new Release(version, RowHash.MURMUR3, 1);
  }

  public boolean reads(int otherEncoding) {
    return otherEncoding <= encoding;
  }
}
