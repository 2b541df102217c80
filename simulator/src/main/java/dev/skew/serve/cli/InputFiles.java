package dev.skew.serve.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Reads what users name, and says in their words why it cannot be read. */
final class InputFiles {

  /** What is written by hand has a hundredth of this. */
  static final int TEXT_BYTES_MAX = 1024 * 1024;

  private InputFiles() {}

  static String scenarioText(Path file) throws BadInputException {
    return text(file, "a scenario");
  }

  static String scriptText(Path file) throws BadInputException {
    return text(file, "a script");
  }

  private static String text(Path file, String what) throws BadInputException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(TEXT_BYTES_MAX + 1);
      if (bytes.length > TEXT_BYTES_MAX) {
        throw new BadInputException(
            file + ": larger than " + what + " may be (" + TEXT_BYTES_MAX + " bytes)");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadInputException(file + ": not UTF-8 text");
    } catch (IOException e) {
      throw new BadInputException(file + ": " + reason(file, e));
    }
  }

  /** Why a file could not be opened, in few words. */
  static String reason(Path file, IOException e) {
    if (e instanceof NoSuchFileException) {
      return "no such file";
    }
    if (Files.isDirectory(file)) {
      return "is a folder; a file is needed";
    }
    if (Files.exists(file) && !Files.isReadable(file)) {
      return "may not be read";
    }
    String message = e.getMessage();
    return message == null || message.equals(file.toString())
        ? "cannot be opened (" + e.getClass().getSimpleName() + ")"
        : message;
  }
}
