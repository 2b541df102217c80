package dev.skew.serve.cli;

/** What the process tells whoever started it. */
final class ExitCode {

  static final int MET = 0;
  static final int FAILED = 1;
  static final int BAD_INPUT = 2;
  static final int INTERNAL_ERROR = 3;

  private ExitCode() {}
}
