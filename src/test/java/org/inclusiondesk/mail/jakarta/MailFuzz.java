package org.inclusiondesk.mail.jakarta;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Random;

/** Makes hostile mails and words; the same ones of the same seed. */
final class MailFuzz {
  /** Ordinary mails of many kinds, to be spoiled. */
  static final List<String> MAILS =
      List.of(
          "From: Sam <sam@icb.example>\nTo: desk@icb.example\nSubject: =?utf-8?B?Q2Fmw6k=?=\n"
              + "Message-ID: <1@x>\nReferences: <a@x>\n <b@x>\n\nYes.\n\nOn 3 Nov 2026 Desk"
              + " <desk@icb.example> wrote:\n> old\n\n-- \nSam\n",
          "From: sam@icb.example (Sam)\nContent-Type: multipart/mixed; boundary=\"b\"\n\n--b\n"
              + "Content-Type: multipart/alternative; boundary=c\n\n--c\n\nplain\n--c\n"
              + "Content-Type: text/html; charset=windows-1252\nContent-Transfer-Encoding:"
              + " quoted-printable\n\n<p>Caf=E9<blockquote>old</blockquote>\n--c--\n--b\n"
              + "Content-Disposition: attachment; filename*0*=utf-8''a%20; filename*1=b\n\nx\n--b--\n",
          "From: mailer-daemon@mx.example\nReturn-Path: <>\nContent-Type: multipart/report;"
              + " report-type=delivery-status; boundary=r\n\n--r\n\nfailed\n--r\nContent-Type:"
              + " message/delivery-status\n\nStatus: 5.1.1\n--r\nContent-Type:"
              + " message/rfc822\n\nSubject: y\n\nz\n--r--\n",
          "Subject: flowed\nContent-Type: text/plain; charset=utf-7; format=flowed;"
              + " delsp=yes\n\n>> a \n>> b+APY- \n> c \nd\nbegin 644 x\n#0V%T\n`\nend\n",
          "From: =?iso-2022-jp?B?GyRCRnxLXBsoQg==?= <a@x.example>\nContent-Transfer-Encoding:"
              + " base64\nContent-Type: text/html\n\nPGRpdj48YiBpZD1hcHBlbmRvbnNlbmQ+aGk8L2I+\n",
          "From: a@x.example\nDate: Fri, 20 Nov 2026 09:00:00 +0000\nSubject: AW: x\n\nJa\n\nVon:"
              + " Desk\nGesendet: heute\nAn: Sam\nBetreff: x\n\nalt\n");

  private static final List<String> PIECES =
      List.of(
          "\r",
          "\n",
          "\r\n",
          "\r\n\r\n",
          "\u0000",
          "\u001b$B",
          "=?",
          "?=",
          "=?utf-8?B?",
          "\"",
          "\\",
          "--",
          "--b",
          "--b--\r\n",
          "Content-Type: ",
          "multipart/mixed; boundary=b\r\n",
          "text/html",
          "message/rfc822",
          ";;;",
          "(((",
          "<<<",
          ">>>",
          "charset=",
          "utf-16",
          "x-nonsense",
          "\u00ff\u00fe",
          "base64",
          "=\r\n",
          "=0D=0A",
          "<div>",
          "<blockquote>",
          "<!--",
          "]]>",
          "&#0;",
          "From: ",
          "wrote:",
          "@",
          "<@:>",
          "begin 644 a\n",
          "+//",
          "*0*=",
          "'",
          "%",
          "\t",
          " ",
          "\u00c3",
          "\u0085");

  private final Random random;

  MailFuzz(long seed) {
    this.random = new Random(seed);
  }

  /** Bytes that nobody meant as a mail. */
  byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(4_000)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Nothing but the pieces that mails are made of, in any order. */
  byte[] heap() {
    ByteArrayOutputStream heap = new ByteArrayOutputStream();
    for (int i = random.nextInt(400); i >= 0; i--) {
      heap.writeBytes(piece().repeat(random.nextInt(50) == 0 ? 500 : 1).getBytes(ISO_8859_1));
    }
    return heap.toByteArray();
  }

  /** An ordinary mail with up to twenty faults. */
  byte[] spoiled() {
    byte[] mail = MAILS.get(random.nextInt(MAILS.size())).replace("\n", "\r\n").getBytes(UTF_8);
    for (int i = random.nextInt(20); i >= 0; i--) {
      mail = spoiled(mail);
    }
    return mail;
  }

  private byte[] spoiled(byte[] mail) {
    int from = random.nextInt(mail.length + 1);
    int to = Math.min(mail.length, from + random.nextInt(60));
    ByteArrayOutputStream spoiled = new ByteArrayOutputStream();
    spoiled.write(mail, 0, from);
    switch (random.nextInt(4)) {
      case 0 -> spoiled.write(random.nextInt(256));
      case 1 -> spoiled.writeBytes(piece().getBytes(ISO_8859_1));
      case 2 -> {
        for (int i = random.nextInt(8); i >= 0; i--) {
          spoiled.write(mail, from, to - from);
        }
      }
      default -> from = to;
    }
    spoiled.write(mail, from, mail.length - from);
    return spoiled.toByteArray();
  }

  /** Words of a hostile sender: of any characters, those that end a line above all. */
  String words() {
    StringBuilder words = new StringBuilder();
    for (int i = random.nextInt(40); i >= 0; i--) {
      switch (random.nextInt(6)) {
        case 0 -> words.append("\r\nBcc: all@icb.example");
        case 1 ->
            words.append("\r\n\u0000\u000b\u2028\u2029\u0085\r\n ".charAt(random.nextInt(10)));
        case 2 -> words.appendCodePoint(random.nextInt(0xD800));
        case 3 -> words.appendCodePoint(0x1F600 + random.nextInt(50));
        default -> words.append(piece()).append((char) (' ' + random.nextInt(95)));
      }
    }
    return words.toString();
  }

  private String piece() {
    return PIECES.get(random.nextInt(PIECES.size()));
  }
}
