package io.github.basetenci.cli.posix;

import com.kenai.jffi.MemoryIO;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * A piece of memory outside the heap. It is filled with zeros at first. System calls get its
 * address.
 */
final class Memory implements AutoCloseable {
  private static final MemoryIO IO = MemoryIO.getInstance();

  private final long address;

  private Memory(long address) {
    this.address = address;
  }

  static Memory of(int size) {
    long address = IO.allocateMemory(size, true);
    if (address == 0) {
      throw new OutOfMemoryError("no memory for a call of the system");
    }
    return new Memory(address);
  }

  /** A zero-terminated text. */
  static Memory text(byte[] bytes) {
    Memory memory = of(bytes.length + 1);
    memory.put(bytes, 0, bytes.length);
    return memory;
  }

  /** An array of zero-terminated texts, such as {@code argv}. */
  static Memory texts(List<byte[]> texts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int head = Long.BYTES * (texts.size() + 1);
    int[] starts = new int[texts.size()];
    for (int i = 0; i < starts.length; i++) {
      starts[i] = head + all.size();
      all.writeBytes(texts.get(i));
      all.write(0);
    }
    Memory memory = of(head + all.size());
    IO.putByteArray(memory.address + head, all.toByteArray(), 0, all.size());
    for (int i = 0; i < starts.length; i++) {
      IO.putLong(memory.address + (long) i * Long.BYTES, memory.address + starts[i]);
    }
    return memory;
  }

  long address() {
    return address;
  }

  void put(byte[] bytes, int offset, int length) {
    if (length > 0) {
      IO.putByteArray(address, bytes, offset, length);
    }
  }

  void get(byte[] bytes, int offset, int length) {
    IO.getByteArray(address, bytes, offset, length);
  }

  int int32(int offset) {
    return IO.getInt(address + offset);
  }

  void int32(int offset, int value) {
    IO.putInt(address + offset, value);
  }

  short int16(int offset) {
    return IO.getShort(address + offset);
  }

  void int16(int offset, int value) {
    IO.putShort(address + offset, (short) value);
  }

  long int64(int offset) {
    return IO.getLong(address + offset);
  }

  void int64(int offset, long value) {
    IO.putLong(address + offset, value);
  }

  /** The zero-terminated text at the address. */
  static byte[] textAt(long address) {
    return IO.getZeroTerminatedByteArray(address);
  }

  @Override
  public void close() {
    IO.freeMemory(address);
  }
}
