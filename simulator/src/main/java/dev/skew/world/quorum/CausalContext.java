package dev.skew.world.quorum;

import dev.skew.world.clock.HybridTimestamp;
import dev.skew.world.clock.VectorClock;

/**
 * What a client's session has seen, in the opaque string that it carries from answer to request.
 *
 * <p>Two kinds of entries: {@code h<wall>.<logical>;}, the newest hybrid timestamp, and {@code
 * <length>:<key><clock>;}, the causal context of a key. Contexts of the last {@value #KEYS_KEPT}
 * keys are kept, newest first: a session that writes a key whose context it has lost writes
 * blindly, which costs a sibling but never a value.
 */
final class CausalContext {

  private static final int KEYS_KEPT = 4;

  private CausalContext() {}

  /** The context of a key, empty when the session has none. */
  static VectorClock clockOf(String text, String key) {
    for (int at = 0; at < text.length(); at = endOf(text, at)) {
      if (text.charAt(at) != 'h' && isKeyAt(text, at, key)) {
        int colon = text.indexOf(':', at);
        int end = endOf(text, at) - 1;
        return VectorClock.parse(text.substring(colon + 1 + key.length(), end));
      }
    }
    return VectorClock.EMPTY;
  }

  /** The newest hybrid timestamp seen. */
  static HybridTimestamp stampOf(String text) {
    for (int at = 0; at < text.length(); at = endOf(text, at)) {
      if (text.charAt(at) == 'h') {
        int dot = text.indexOf('.', at);
        long wall = Long.parseLong(text, at + 1, dot, 10);
        return new HybridTimestamp(wall, Integer.parseInt(text, dot + 1, endOf(text, at) - 1, 10));
      }
    }
    return HybridTimestamp.ZERO;
  }

  /** The context after a key was seen at a causal context. */
  static String withClock(String text, String key, VectorClock clock) {
    StringBuilder longer = new StringBuilder(text.length() + key.length() + 32);
    if (!clock.isEmpty()) {
      longer.append(key.length()).append(':').append(key).append(clock).append(';');
    }
    int kept = 1;
    for (int at = 0; at < text.length(); at = endOf(text, at)) {
      boolean isStamp = text.charAt(at) == 'h';
      if (isStamp || (!isKeyAt(text, at, key) && kept++ < KEYS_KEPT)) {
        longer.append(text, at, endOf(text, at));
      }
    }
    return longer.toString();
  }

  /** The context after a timestamp was seen. */
  static String withStamp(String text, HybridTimestamp stamp) {
    if (stamp.compareTo(stampOf(text)) <= 0) {
      return text;
    }
    StringBuilder other = new StringBuilder(text.length() + 32);
    other.append('h').append(stamp).append(';');
    for (int at = 0; at < text.length(); at = endOf(text, at)) {
      if (text.charAt(at) != 'h') {
        other.append(text, at, endOf(text, at));
      }
    }
    return other.toString();
  }

  /** Whether a text can have come from here; requests with others are refused. */
  static boolean isWellFormed(String text) {
    try {
      stampOf(text);
      for (int at = 0; at < text.length(); at = endOf(text, at)) {
        if (text.charAt(at) != 'h') {
          int key = text.indexOf(':', at) + 1;
          int length = Integer.parseInt(text, at, key - 1, 10);
          VectorClock.parse(text.substring(key + length, endOf(text, at) - 1));
        }
      }
      return true;
    } catch (IllegalArgumentException | IndexOutOfBoundsException malformed) {
      return false;
    }
  }

  private static boolean isKeyAt(String text, int at, String key) {
    int colon = text.indexOf(':', at);
    return Integer.parseInt(text, at, colon, 10) == key.length() && text.startsWith(key, colon + 1);
  }

  /** Where the next entry begins. */
  private static int endOf(String text, int at) {
    int from = at;
    if (text.charAt(at) != 'h') {
      int colon = text.indexOf(':', at);
      from = colon + 1 + Integer.parseInt(text, at, colon, 10);
    }
    int end = text.indexOf(';', from);
    if (end < 0) {
      throw new IllegalArgumentException("context \"" + text + "\" has no end");
    }
    return end + 1;
  }
}
