package dev.skew.world.replica;

/**
 * An error in the server's own numbers and words.
 *
 * @param code 0 for none
 */
public record SqlError(int code, String text) {

  public static final SqlError NONE = new SqlError(0, "");

  /** {@code ER_DUP_ENTRY} in a row event (manual B.3.1). */
  static SqlError duplicateKey(String key, Gtid gtid) {
    return new SqlError(
        1062,
        "Could not execute Write_rows event on table kv; Duplicate entry '%s' for key 'kv.PRIMARY',"
                .formatted(key)
            + " Error_code: 1062; handler error HA_ERR_FOUND_DUPP_KEY; transaction '"
            + gtid
            + "'");
  }

  /** {@code ER_KEY_NOT_FOUND} in a row event. */
  static SqlError rowNotFound(RowChange.Kind kind, String key, Gtid gtid) {
    String event = kind == RowChange.Kind.DELETE ? "Delete_rows" : "Update_rows";
    return new SqlError(
        1032,
        "Could not execute %s event on table kv; Can't find record '%s' in 'kv', Error_code: 1032;"
                .formatted(event, key)
            + " handler error HA_ERR_KEY_NOT_FOUND; transaction '"
            + gtid
            + "'");
  }

  /** A file that a replica asks for by name and position is purged. */
  static SqlError fileGone() {
    return fatal("Could not find first log file name in binary log index file");
  }

  /** {@code ER_SOURCE_HAS_PURGED_REQUIRED_GTIDS}: the same for a replica that asks by GTID. */
  static SqlError purged(GtidSet missing) {
    return fatal(
        "Cannot replicate because the source purged required binary logs. Replicate the missing"
            + " transactions from elsewhere, or provision a new replica from backup. The GTID set"
            + " sent by the replica lacks '"
            + missing
            + "'");
  }

  /** {@code ER_REPLICA_HAS_MORE_GTIDS_THAN_SOURCE}. */
  static SqlError moreThanSource() {
    return fatal(
        "Replica has more GTIDs than the source has, using the source's SERVER_UUID. This may"
            + " indicate that the end of the binary log was truncated or that the last binary log"
            + " file was lost, e.g., after a power or disk failure when sync_binlog != 1.");
  }

  /** {@code ER_OPTION_PREVENTS_STATEMENT}. */
  static SqlError readOnly() {
    return new SqlError(
        1290,
        "The MySQL server is running with the --super-read-only option so it cannot execute this"
            + " statement");
  }

  /** {@code ER_NOT_SUPPORTED_YET}. */
  static SqlError unsupported() {
    return new SqlError(1235, "This server knows statements of one row only");
  }

  private static SqlError fatal(String what) {
    return new SqlError(
        1236, "Got fatal error 1236 from source when reading data from binary log: '" + what + "'");
  }

  /** As a client prints it. */
  String line() {
    return "ERROR " + code + ": " + text;
  }
}
