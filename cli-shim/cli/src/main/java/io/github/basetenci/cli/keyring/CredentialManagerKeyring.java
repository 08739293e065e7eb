package io.github.basetenci.cli.keyring;

import io.github.basetenci.store.KeyringEntry;
import io.github.basetenci.store.KeyringEntry.Library;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The Credential Manager of Windows, by PowerShell, since the shipped jar has no native code for
 * Windows. Written by the sources of both libraries; it has not been run on Windows. go-keyring
 * names an entry {@code service:account} and stores UTF-8; Python names it {@code service}, or
 * {@code account@service} once another account is stored, and stores UTF-16.
 */
final class CredentialManagerKeyring implements NativeKeyring {
  private static final List<String> POWERSHELL =
      List.of("powershell.exe", "-NoProfile", "-NonInteractive", "-Command", "-");

  /** Prints user and value in base64, on two lines; or nothing if there is no such entry. */
  private static final String READ =
      """
      $p = [IntPtr]::Zero
      if ([C]::CredRead($target, 1, 0, [ref]$p)) {
        $c = [Runtime.InteropServices.Marshal]::PtrToStructure($p, [Type][C+Credential])
        $b = New-Object byte[] $c.Size
        if ($c.Size -gt 0) { [Runtime.InteropServices.Marshal]::Copy($c.Blob, $b, 0, $c.Size) }
        [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes([string]$c.User))
        [Convert]::ToBase64String($b)
      } elseif ([Runtime.InteropServices.Marshal]::GetLastWin32Error() -ne 1168) { exit 1 }
      """;

  private static final String WRITE =
      """
      $c = New-Object C+Credential
      $c.Type = 1; $c.Persist = $persist; $c.Target = $target; $c.User = $user
      $c.Size = $blob.Length
      $c.Blob = [Runtime.InteropServices.Marshal]::AllocHGlobal($blob.Length)
      [Runtime.InteropServices.Marshal]::Copy($blob, 0, $c.Blob, $blob.Length)
      if (-not [C]::CredWrite([ref]$c, 0)) { exit 1 }
      """;

  private static final String DELETE =
      """
      if (-not [C]::CredDelete($target, 1, 0)) {
        if ([Runtime.InteropServices.Marshal]::GetLastWin32Error() -ne 1168) { exit 1 }
      }
      """;

  private static final String DECLARATIONS =
      """
      $ErrorActionPreference = 'Stop'
      Add-Type -TypeDefinition @'
      using System; using System.Runtime.InteropServices;
      public class C {
        [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
        public struct Credential {
          public int Flags; public int Type; public string Target; public string Comment;
          public long Written; public int Size; public IntPtr Blob; public int Persist;
          public int AttributeCount; public IntPtr Attributes; public string Alias;
          public string User;
        }
        [DllImport("advapi32", EntryPoint = "CredReadW", CharSet = CharSet.Unicode, SetLastError = true)]
        public static extern bool CredRead(string target, int type, int flags, out IntPtr found);
        [DllImport("advapi32", EntryPoint = "CredWriteW", CharSet = CharSet.Unicode, SetLastError = true)]
        public static extern bool CredWrite(ref Credential credential, int flags);
        [DllImport("advapi32", EntryPoint = "CredDeleteW", CharSet = CharSet.Unicode, SetLastError = true)]
        public static extern bool CredDelete(string target, int type, int flags);
      }
      '@
      """;

  private static final int PERSIST_LOCAL_MACHINE = 2;
  private static final int PERSIST_ENTERPRISE = 3;

  private final SystemProgram program;

  CredentialManagerKeyring() {
    this(SystemProgram.REAL);
  }

  CredentialManagerKeyring(SystemProgram program) {
    this.program = program;
  }

  private record Stored(String target, String user, byte[] value) {
    /** Shows nothing of the value. */
    @Override
    public String toString() {
      return "Stored";
    }
  }

  @Override
  public Optional<String> read(KeyringEntry entry) throws KeyringException {
    Optional<Stored> stored = find(entry);
    return stored.map(found -> new String(found.value(), charset(entry)));
  }

  @Override
  public void write(KeyringEntry entry, String text) throws KeyringException {
    byte[] value = text.getBytes(charset(entry));
    if (entry.library() == Library.GO_KEYRING) {
      write(new Stored(goTarget(entry), entry.account(), value), PERSIST_LOCAL_MACHINE);
      return;
    }
    Optional<Stored> other = read(entry.service());
    if (other.isPresent()) {
      String target = other.get().user() + "@" + entry.service();
      write(new Stored(target, other.get().user(), other.get().value()), PERSIST_ENTERPRISE);
    }
    write(new Stored(entry.service(), entry.account(), value), PERSIST_ENTERPRISE);
  }

  @Override
  public void delete(KeyringEntry entry) throws KeyringException {
    Optional<Stored> stored = find(entry);
    while (stored.isPresent()) {
      run(variable("target", stored.get().target()) + DELETE);
      stored = find(entry);
    }
  }

  private Optional<Stored> find(KeyringEntry entry) throws KeyringException {
    if (entry.library() == Library.GO_KEYRING) {
      return read(goTarget(entry));
    }
    Optional<Stored> first =
        read(entry.service()).filter(found -> found.user().equals(entry.account()));
    return first.isPresent() ? first : read(entry.account() + "@" + entry.service());
  }

  private static String goTarget(KeyringEntry entry) {
    return entry.service() + ":" + entry.account();
  }

  private static Charset charset(KeyringEntry entry) {
    return entry.library() == Library.GO_KEYRING
        ? StandardCharsets.UTF_8
        : StandardCharsets.UTF_16LE;
  }

  private Optional<Stored> read(String target) throws KeyringException {
    List<String> lines = run(variable("target", target) + READ).lines().toList();
    try {
      return lines.size() < 2
          ? Optional.empty()
          : Optional.of(
              new Stored(
                  target,
                  new String(decoded(lines.get(0)), StandardCharsets.UTF_8),
                  decoded(lines.get(1))));
    } catch (IllegalArgumentException e) {
      throw KeyringException.failed("the Credential Manager's answer is not base64");
    }
  }

  private static byte[] decoded(String line) {
    return Base64.getDecoder().decode(line.strip());
  }

  private void write(Stored stored, int persist) throws KeyringException {
    run(
        Stream.of(
                variable("target", stored.target()),
                variable("user", stored.user()),
                "$blob = [Convert]::FromBase64String('"
                    + Base64.getEncoder().encodeToString(stored.value())
                    + "')\n",
                "$persist = " + persist + "\n",
                WRITE)
            .collect(Collectors.joining()));
  }

  /** A variable of the script. In base64 no text can end the script's string. */
  private static String variable(String name, String value) {
    return "$"
        + name
        + " = [Text.Encoding]::UTF8.GetString([Convert]::FromBase64String('"
        + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
        + "'))\n";
  }

  private String run(String script) throws KeyringException {
    try {
      SystemProgram.Ended ended = program.run(DECLARATIONS + script, POWERSHELL);
      if (ended.code() == 0) {
        return ended.output();
      }
    } catch (IOException e) {
      // What the front end says is the same: PowerShell is a part of Windows.
    }
    throw KeyringException.failed("the Credential Manager cannot be used");
  }
}
