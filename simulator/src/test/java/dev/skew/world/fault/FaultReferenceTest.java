package dev.skew.world.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * docs/faults.md is what the grammar says of itself; run with {@code -Dupdate=true} to write it
 * anew.
 */
class FaultReferenceTest {

  private static final Path DOCUMENT = Path.of("../docs/faults.md");

  private static final String HEAD =
      """
      # Faults

      The commands of a scenario's timeline, as `--help` behind each prints them. How to put them
      into a scenario, which nodes they choose and which commands of a node's own shell are
      understood beside them stands in [scenarios/README.md](../scenarios/README.md). Nothing is
      executed on your machine; everything is interpreted.
      """;

  @Test
  void theDocumentIsWhatTheGrammarSays() throws IOException {
    if (Boolean.getBoolean("update")) {
      Files.writeString(DOCUMENT, written());
    }

    assertThat(Files.readString(DOCUMENT)).isEqualTo(written());
  }

  private static String written() {
    StringBuilder page = new StringBuilder(HEAD);
    append(page, "chaos", FaultGrammar.help(""));
    for (Verb<?> verb : Verbs.ALL) {
      String topic = verb.call().substring("chaos ".length());
      append(page, verb.call(), FaultGrammar.help(topic));
    }
    return page.toString();
  }

  private static void append(StringBuilder page, String title, String help) {
    page.append("\n## ").append(title).append("\n\n```text\n");
    help.lines().map(String::stripTrailing).forEach(line -> page.append(line).append('\n'));
    page.append("```\n");
  }
}
