package dev.skew.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What matters in the look of the tree is checked, not only asked for. */
class TidyTest {

  private static final int FILE_LINES_MAX = 500;
  private static final int METHOD_LINES_MAX = 60;

  // Put together from pieces, so that this file does not offend against itself.
  private static final Pattern REMINDER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
  private static final Pattern CONSOLE =
      Pattern.compile("System\\.(out|err)\\b|printStackTrace\\(");
  private static final Pattern REGISTRY =
      Pattern.compile("https?://[^ \"<>]*(nex" + "us|artif" + "actory|verd" + "accio)");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)#\\s]+)[^)]*\\)");

  private static SourceTree tree = new SourceTree(Path.of(""), List.of());

  @BeforeAll
  static void readTheTree() throws IOException {
    tree = SourceTree.read(SourceTree.findRoot());
  }

  @Test
  void theTreeWasFound() {
    assertThat(tree.files()).hasSizeGreaterThan(40);
  }

  @Test
  void filesAreShort() {
    assertThat(offences(SourceTree::isCode, TidyTest::tooLong)).isEmpty();
  }

  @Test
  void methodsAreShort() throws IOException {
    assertThat(MethodLengths.longerThan(METHOD_LINES_MAX, tree.files())).isEmpty();
  }

  @Test
  void nothingIsLeftForLater() {
    assertThat(lines(SourceTree::isText, line -> REMINDER.matcher(line).find())).isEmpty();
  }

  @Test
  void linesEndWhereTheirTextEnds() {
    assertThat(
            lines(
                file -> SourceTree.isText(file) && !file.toString().endsWith(".md"),
                line -> !line.equals(line.stripTrailing())))
        .isEmpty();
  }

  @Test
  void onlyTheCommandLineWritesToTheConsole() {
    assertThat(
            lines(
                file ->
                    file.toString().contains("src/main/java")
                        && !file.toString().contains("serve/cli/")
                        && !file.startsWith("benchmarks"),
                line -> CONSOLE.matcher(line).find()))
        .isEmpty();
  }

  @Test
  void noPackageRegistryIsNamed() {
    assertThat(lines(SourceTree::isText, line -> REGISTRY.matcher(line).find())).isEmpty();
  }

  @Test
  void everyLinkInADocumentLeadsSomewhere() {
    assertThat(offences(file -> file.toString().endsWith(".md"), this::brokenLinks)).isEmpty();
  }

  private static List<String> tooLong(SourceTree.File file) {
    int length = file.lines().size();
    return length <= FILE_LINES_MAX ? List.of() : List.of(file.path() + ": " + length + " lines");
  }

  private List<String> brokenLinks(SourceTree.File file) {
    List<String> broken = new ArrayList<>();
    for (String line : file.lines()) {
      LINK.matcher(line)
          .results()
          .map(match -> match.group(1))
          .filter(target -> !target.contains("://") && !target.startsWith("mailto:"))
          .filter(target -> !Files.exists(tree.root().resolve(file.path()).resolveSibling(target)))
          .forEach(target -> broken.add(file.path() + ": " + target));
    }
    return broken;
  }

  /** Every line that offends, with its place. */
  private static List<String> lines(Predicate<Path> which, Predicate<String> offends) {
    return offences(
        which,
        file -> {
          List<String> found = new ArrayList<>();
          for (int i = 0; i < file.lines().size(); i++) {
            if (offends.test(file.lines().get(i))) {
              found.add(file.path() + ": " + (i + 1) + ": " + file.lines().get(i).strip());
            }
          }
          return found;
        });
  }

  private static List<String> offences(
      Predicate<Path> which, java.util.function.Function<SourceTree.File, List<String>> rule) {
    return tree.files().stream()
        .filter(file -> which.test(file.path()))
        .flatMap(file -> rule.apply(file).stream())
        .toList();
  }
}
