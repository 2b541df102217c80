package dev.skew.rehearse.simulation;

/**
 * The lines of a recording file, each one JSON object: what it is, the scenario, then commands and
 * checkpoints as they come, and a last line by which one knows that nothing is missing.
 */
final class RecordingFormat {

  /** Raised when a reader of the earlier number would misunderstand the file. */
  static final int NUMBER = 1;

  static final String FORMAT = "skew-recording";
  static final String VERSION = "version";
  static final String SEED = "seed";
  static final String UNTIL = "until";
  static final String SCENARIO_FILE = "scenario-file";
  static final String SCENARIO_TEXT = "scenario-text";
  static final String AT = "at";
  static final String COMMAND = "command";
  static final String EVENTS = "events";
  static final String HASH = "hash";
  static final String END = "end";

  private RecordingFormat() {}
}
