package io.github.basetenci.secrets;

/**
 * A file of the model's code.
 *
 * @param name the name of the file in messages
 * @param text its content
 */
public record SourceFile(String name, String text) {
  @Override
  public String toString() {
    return "SourceFile[" + name + "]";
  }
}
