package dev.skew.observe.promql;

/** The order of texts in which runs of digits count as numbers: {@code 4m5} before {@code 4m10}. */
final class NaturalOrder {

  private NaturalOrder() {}

  static int compare(String one, String other) {
    int i = 0;
    int j = 0;
    while (i < one.length() && j < other.length()) {
      int iEnd = endOfChunk(one, i);
      int jEnd = endOfChunk(other, j);
      int order = chunks(one.substring(i, iEnd), other.substring(j, jEnd));
      if (order != 0) {
        return order;
      }
      i = iEnd;
      j = jEnd;
    }
    return Integer.compare(one.length() - i, other.length() - j);
  }

  private static int endOfChunk(String text, int from) {
    boolean isNumber = Lexer.isDigit(text.charAt(from));
    int end = from;
    while (end < text.length() && Lexer.isDigit(text.charAt(end)) == isNumber) {
      end++;
    }
    return end;
  }

  private static int chunks(String one, String other) {
    boolean bothNumbers = Lexer.isDigit(one.charAt(0)) && Lexer.isDigit(other.charAt(0));
    if (!bothNumbers) {
      return one.compareTo(other);
    }
    String left = withoutZeros(one);
    String right = withoutZeros(other);
    int byLength = Integer.compare(left.length(), right.length());
    return byLength != 0 ? byLength : left.compareTo(right);
  }

  private static String withoutZeros(String digits) {
    int first = 0;
    while (first < digits.length() - 1 && digits.charAt(first) == '0') {
      first++;
    }
    return digits.substring(first);
  }
}
