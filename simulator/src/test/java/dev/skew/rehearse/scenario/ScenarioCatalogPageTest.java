package dev.skew.rehearse.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The table of scenarios is made of the files themselves; run with {@code -Dupdate=true} to write
 * it anew.
 */
class ScenarioCatalogPageTest {

  private static final String BEGIN = "<!-- catalog: written from the files -->\n";
  private static final String END = "<!-- end of catalog -->";

  @Test
  void everyShippedScenarioSaysWhatItTeaches() throws IOException, ScenarioException {
    for (Path file : ScenarioSchemaTest.shipped()) {
      assertThat(ScenarioReader.read(file).teaches()).as(file.toString()).isNotBlank();
    }
  }

  @Test
  void theTableOfScenariosIsThatOfTheFiles() throws IOException, ScenarioException {
    Path file = ScenarioSchemaTest.FOLDER.resolve("README.md");
    String page = Files.readString(file);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    assertThat(begin).isBetween(BEGIN.length(), page.indexOf(END));
    if (Boolean.getBoolean("update")) {
      page = page.substring(0, begin) + table() + page.substring(page.indexOf(END));
      Files.writeString(file, page);
    }

    assertThat(page.substring(begin, page.indexOf(END))).isEqualTo(table());
  }

  private static String table() throws IOException, ScenarioException {
    StringBuilder table = new StringBuilder("| file | what it teaches |\n| --- | --- |\n");
    for (Path file : ScenarioSchemaTest.shipped()) {
      String path = ScenarioSchemaTest.FOLDER.relativize(file).toString();
      Scenario scenario = ScenarioReader.read(file);
      String name = path.substring(0, path.length() - ".yaml".length());
      table.append("| [%s](%s) ".formatted(name, path));
      table.append("| %s |\n".formatted(cell(scenario.teaches())));
    }
    return table.toString();
  }

  private static String cell(String text) {
    return text.replace("|", "\\|");
  }
}
