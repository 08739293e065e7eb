package io.github.basetenci;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/**
 * The strings of a class, as the compiler has put them together: constants that are added are one
 * string, and {@code \u0001} stands for what is added while the program runs.
 */
public final class StringConstants {
  private static final int MAGIC = 0xCAFEBABE;

  private StringConstants() {}

  /**
   * Reads the constant pool of a class file (JVM specification, 4.4).
   *
   * @param classFile where it is, in a directory or a jar
   */
  public static List<String> of(URI classFile) throws IOException {
    try (InputStream bytes = classFile.toURL().openStream();
        DataInputStream in = new DataInputStream(bytes)) {
      if (in.readInt() != MAGIC) {
        throw new IOException("no class file: " + classFile);
      }
      in.readInt();
      String[] texts = new String[in.readUnsignedShort()];
      List<Integer> strings = new ArrayList<>();
      for (int i = 1; i < texts.length; i++) {
        int tag = in.readUnsignedByte();
        switch (tag) {
          case 1 -> texts[i] = in.readUTF();
          case 8 -> strings.add(in.readUnsignedShort());
          case 7, 16, 19, 20 -> in.skipNBytes(2);
          case 15 -> in.skipNBytes(3);
          case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
          case 5, 6 -> {
            in.skipNBytes(8);
            i++;
          }
          default -> throw new IOException("unknown constant " + tag + " in " + classFile);
        }
      }
      return strings.stream().map(index -> texts[index]).toList();
    }
  }
}
