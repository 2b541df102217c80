package dev.skew.world.quorum;

/** A row and the key it belongs to: what is stored, sent and logged. */
public record KeyedRow(String key, Row row) {

  int sizeBytes() {
    return key.length() + row.sizeBytes();
  }
}
