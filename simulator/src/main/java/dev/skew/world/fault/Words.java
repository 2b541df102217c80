package dev.skew.world.fault;

import dev.skew.world.fault.FaultSyntaxException.Mistake;
import java.util.ArrayList;
import java.util.List;

/** A line as words, as a shell would split it; nothing else of a shell is understood. */
final class Words {

  private final List<Word> words;
  private int next;

  private Words(List<Word> words) {
    this.words = words;
  }

  /**
   * One word.
   *
   * @param offset of its first character in the line
   */
  record Word(String text, int offset, boolean quoted) {

    boolean is(String other) {
      return !quoted && text.equals(other);
    }
  }

  static List<Word> split(String line, List<Mistake> mistakes) {
    List<Word> words = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
      } else if (line.startsWith("&&", at)) {
        words.add(new Word("&&", at, false));
        at += 2;
      } else {
        at = readWord(line, at, words, mistakes);
      }
    }
    return words;
  }

  private static int readWord(String line, int start, List<Word> words, List<Mistake> mistakes) {
    StringBuilder text = new StringBuilder();
    boolean quoted = false;
    int at = start;
    while (at < line.length() && !Character.isWhitespace(line.charAt(at))) {
      char c = line.charAt(at);
      if (c == '\'' || c == '"') {
        int end = line.indexOf(c, at + 1);
        if (end < 0) {
          mistakes.add(new Mistake(at, "the quote " + c + " is never closed"));
          end = line.length();
        }
        text.append(line, at + 1, end);
        quoted = true;
        at = end + 1;
      } else if (line.startsWith("&&", at)) {
        break;
      } else {
        text.append(c);
        at++;
      }
    }
    words.add(new Word(text.toString(), start, quoted));
    return Math.min(at, line.length());
  }

  static Words of(List<Word> words) {
    return new Words(List.copyOf(words));
  }

  boolean hasNext() {
    return next < words.size();
  }

  Word next() {
    return words.get(next++);
  }

  Word peek() {
    return words.get(next);
  }

  /** Takes the next word if it is this one. */
  boolean skip(String text) {
    boolean there = hasNext() && peek().is(text);
    if (there) {
      next++;
    }
    return there;
  }

  /** Where the next word begins, or where the last one did. */
  int offset() {
    return words.isEmpty() ? 0 : words.get(Math.min(next, words.size() - 1)).offset();
  }
}
