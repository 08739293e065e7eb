package io.github.basetenci.cli.keyring;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * The script by which PowerShell calls the Credential Manager of Windows. It is the same for every
 * entry: names and secrets go through its standard input. They take no way through PowerShell's own
 * pipeline either, of which Windows may keep a transcript.
 *
 * <p>Each line of the input is a request, and each line of the output its answer. Texts and blobs
 * are in base64, texts in UTF-8:
 *
 * <pre>
 * read TARGET                            found USER BLOB | absent | failed CODE
 * write TARGET USER COMMENT PERSIST BLOB done | failed CODE
 * delete TARGET                          done | failed CODE
 * </pre>
 *
 * <p>Windows PowerShell 5.1 compiles C# 5 alone.
 */
final class CredentialScript {
  private static final String TEXT =
      """
      $ErrorActionPreference = 'Stop'
      $ProgressPreference = 'SilentlyContinue'
      Add-Type -TypeDefinition @'
      using System;
      using System.IO;
      using System.Runtime.InteropServices;
      using System.Text;

      public static class BasetenCiCredentials
      {
          private const uint Generic = 1;
          private const int NotFound = 1168;

          [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)]
          private struct Credential
          {
              public uint Flags;
              public uint Type;
              public string TargetName;
              public string Comment;
              public System.Runtime.InteropServices.ComTypes.FILETIME LastWritten;
              public uint BlobSize;
              public IntPtr Blob;
              public uint Persist;
              public uint AttributeCount;
              public IntPtr Attributes;
              public string TargetAlias;
              public string UserName;
          }

          [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
          private static extern bool CredReadW(string target, uint type, uint flags, out IntPtr found);

          [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
          private static extern bool CredWriteW([In] ref Credential credential, uint flags);

          [DllImport("advapi32.dll", CharSet = CharSet.Unicode, ExactSpelling = true, SetLastError = true)]
          private static extern bool CredDeleteW(string target, uint type, uint flags);

          [DllImport("advapi32.dll", ExactSpelling = true)]
          private static extern void CredFree(IntPtr found);

          public static void Serve()
          {
              StreamReader input = new StreamReader(Console.OpenStandardInput(), Encoding.ASCII);
              StreamWriter output = new StreamWriter(Console.OpenStandardOutput(), Encoding.ASCII);
              string line;
              while ((line = input.ReadLine()) != null)
              {
                  output.Write(Answer(line.Split(' ')) + "\\n");
                  output.Flush();
              }
          }

          private static string Answer(string[] words)
          {
              string target = Text(words[1]);
              switch (words[0])
              {
                  case "read":
                      return Read(target);
                  case "write":
                      return Write(target, words);
                  default:
                      return CredDeleteW(target, Generic, 0) ? "done" : Failed("done");
              }
          }

          private static string Read(string target)
          {
              IntPtr found;
              if (!CredReadW(target, Generic, 0, out found))
              {
                  return Failed("absent");
              }
              try
              {
                  Credential credential = (Credential)Marshal.PtrToStructure(found, typeof(Credential));
                  byte[] blob = new byte[credential.BlobSize];
                  if (blob.Length > 0)
                  {
                      Marshal.Copy(credential.Blob, blob, 0, blob.Length);
                  }
                  byte[] user = Encoding.UTF8.GetBytes(credential.UserName ?? "");
                  return "found " + Convert.ToBase64String(user) + " " + Convert.ToBase64String(blob);
              }
              finally
              {
                  CredFree(found);
              }
          }

          private static string Write(string target, string[] words)
          {
              byte[] blob = Convert.FromBase64String(words[5]);
              Credential credential = new Credential();
              credential.Type = Generic;
              credential.TargetName = target;
              credential.UserName = Text(words[2]);
              credential.Comment = words[3].Length == 0 ? null : Text(words[3]);
              credential.Persist = uint.Parse(words[4]);
              credential.BlobSize = (uint)blob.Length;
              GCHandle pinned = GCHandle.Alloc(blob, GCHandleType.Pinned);
              try
              {
                  credential.Blob = pinned.AddrOfPinnedObject();
                  return CredWriteW(ref credential, 0) ? "done" : Failed("failed 1168");
              }
              finally
              {
                  pinned.Free();
              }
          }

          private static string Failed(string notFound)
          {
              int code = Marshal.GetLastWin32Error();
              return code == NotFound ? notFound : "failed " + code;
          }

          private static string Text(string base64)
          {
              return Encoding.UTF8.GetString(Convert.FromBase64String(base64));
          }
      }
      '@
      [BasetenCiCredentials]::Serve()
      """;

  private CredentialScript() {}

  /** The script, as it is passed to PowerShell. */
  static String text() {
    return TEXT;
  }

  /**
   * The command that runs the script. Without an input format, PowerShell leaves the standard input
   * to the script.
   *
   * @param powerShell the path of {@code powershell.exe}
   */
  static List<String> command(String powerShell) {
    return List.of(
        powerShell,
        "-NoLogo",
        "-NoProfile",
        "-NonInteractive",
        "-InputFormat",
        "None",
        "-EncodedCommand",
        Base64.getEncoder().encodeToString(TEXT.getBytes(StandardCharsets.UTF_16LE)));
  }
}
