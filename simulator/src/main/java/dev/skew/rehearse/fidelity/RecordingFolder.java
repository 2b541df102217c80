package dev.skew.rehearse.fidelity;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A folder of recordings: comma-separated files with known names and columns, any of which may be
 * absent. Sizes, delays, losses and modes are read from the columns.
 */
public final class RecordingFolder {

  /** Ten times the largest recording seen so far; more is not a recording of this kind. */
  private static final long MOST_BYTES = 64L << 20;

  private final List<Experiment> experiments;

  private RecordingFolder(List<Experiment> experiments) {
    this.experiments = List.copyOf(experiments);
  }

  /**
   * Reads every known file of the folder.
   *
   * @throws RecordingException with all problems, each with file and line
   */
  public static RecordingFolder read(Path folder) {
    Problems problems = new Problems();
    if (!Files.isDirectory(folder)) {
      problems.add(folder.toString(), "is no folder; give the folder that holds the recordings");
      problems.throwIfAny();
    }
    Map<String, String> texts = new LinkedHashMap<>();
    for (String name : RecordingFile.names()) {
      Path file = folder.resolve(name);
      if (Files.exists(file)) {
        texts.put(name, textOf(file, name, problems));
      }
    }
    if (texts.isEmpty()) {
      problems.add(
          folder.toString(), "holds no recording; known file names are " + RecordingFile.names());
    }
    RecordingFolder read = parse(texts, problems);
    problems.throwIfAny();
    return read;
  }

  /** Understands the texts of files by their names; unknown names are passed over. */
  static RecordingFolder parse(Map<String, String> textByName, Problems problems) {
    List<Experiment> experiments = new ArrayList<>();
    Map<String, CsvTable> tables = new LinkedHashMap<>();
    for (RecordingFile file : RecordingFile.values()) {
      String text = textByName.get(file.fileName());
      if (text != null) {
        tables.put(
            file.fileName(), CsvTable.parse(file.fileName(), text, file.columns(), problems));
      }
    }
    for (RecordingFile file : RecordingFile.values()) {
      CsvTable table = tables.get(file.fileName());
      if (table != null) {
        experiments.addAll(file.experiments(table, tables, problems));
      }
    }
    return new RecordingFolder(experiments);
  }

  private static String textOf(Path file, String name, Problems problems) {
    try {
      if (Files.size(file) > MOST_BYTES) {
        problems.add(name, "is larger than " + MOST_BYTES + " bytes");
        return "";
      }
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      problems.add(name, "is not UTF-8 text");
      return "";
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** The experiments whose names contain a text. */
  public RecordingFolder only(String text) {
    return new RecordingFolder(
        experiments.stream().filter(one -> one.name().contains(text)).toList());
  }

  public List<Experiment> experiments() {
    return experiments;
  }
}
