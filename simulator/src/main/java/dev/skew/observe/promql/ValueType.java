package dev.skew.observe.promql;

/** What an expression yields. */
public enum ValueType {
  SCALAR("scalar", "scalar"),
  VECTOR("vector", "instant vector"),
  MATRIX("matrix", "range vector"),
  STRING("string", "string");

  private final String wireName;
  private final String words;

  ValueType(String wireName, String words) {
    this.wireName = wireName;
    this.words = words;
  }

  /** As answers of the HTTP interface name it. */
  public String wireName() {
    return wireName;
  }

  /** As Prometheus's messages name it. */
  public String words() {
    return words;
  }
}
