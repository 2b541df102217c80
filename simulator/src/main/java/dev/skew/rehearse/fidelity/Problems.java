package dev.skew.rehearse.fidelity;

import java.util.ArrayList;
import java.util.List;

/** What is wrong with a folder of recordings, gathered so that all of it is told at once. */
final class Problems {

  /** More than this many of one file say nothing new. */
  private static final int MOST_PER_FILE = 20;

  private final List<String> messages = new ArrayList<>();
  private String lastFile = "";
  private int inLastFile;

  void add(String file, int line, String message) {
    inLastFile = file.equals(lastFile) ? inLastFile + 1 : 1;
    lastFile = file;
    if (inLastFile <= MOST_PER_FILE) {
      messages.add(file + ":" + line + ": " + message);
    } else if (inLastFile == MOST_PER_FILE + 1) {
      messages.add(file + ": and more of the same kind");
    }
  }

  void add(String place, String message) {
    messages.add(place + ": " + message);
  }

  List<String> messages() {
    return List.copyOf(messages);
  }

  /**
   * @throws RecordingException when there is any problem
   */
  void throwIfAny() {
    if (!messages.isEmpty()) {
      throw new RecordingException(messages);
    }
  }
}
