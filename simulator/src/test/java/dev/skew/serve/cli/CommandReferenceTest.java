package dev.skew.serve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * docs/cli.md is what the commands say of themselves; run with {@code -Dupdate=true} to write it
 * anew.
 */
class CommandReferenceTest {

  private static final Path DOCUMENT = Path.of("../docs/cli.md");

  private static final String HEAD =
      """
      # Commands

      What `--help` prints, of every command. Scenarios are explained in
      [scenarios/README.md](../scenarios/README.md), the commands of their timelines in
      [faults.md](faults.md).
      """;

  private static final List<String> COMMANDS =
      List.of("run", "check", "replay", "fidelity", "promql-test", "generate-completion");

  @Test
  void theDocumentIsWhatTheCommandsSay() throws IOException {
    if (Boolean.getBoolean("update")) {
      Files.writeString(DOCUMENT, written());
    }

    assertThat(Files.readString(DOCUMENT)).isEqualTo(written());
  }

  @Test
  void noCommandIsLeftOut() {
    String overview = help("--help");
    Stream<String> listed =
        overview
            .substring(overview.indexOf("Commands:"))
            .lines()
            .filter(line -> line.matches("  [a-z].*"))
            .map(line -> line.strip().split(" ", 2)[0]);

    assertThat(listed).containsExactlyInAnyOrderElementsOf(withHelp());
  }

  private static List<String> withHelp() {
    return Stream.concat(COMMANDS.stream(), Stream.of("help")).toList();
  }

  private static String written() {
    StringBuilder page = new StringBuilder(HEAD);
    append(page, "skew", help("--help"));
    for (String command : COMMANDS) {
      append(page, "skew " + command, help(command, "--help"));
    }
    return page.toString();
  }

  private static void append(StringBuilder page, String title, String help) {
    page.append("\n## ").append(title).append("\n\n```text\n");
    help.lines().map(String::stripTrailing).forEach(line -> page.append(line).append('\n'));
    page.append("```\n");
  }

  private static String help(String... words) {
    return new Terminal(new FakeWorld()).type(words).out();
  }
}
