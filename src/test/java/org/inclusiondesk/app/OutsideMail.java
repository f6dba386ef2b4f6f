package org.inclusiondesk.app;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.jsoup.Jsoup;

/**
 * A mail server that is none of the desk's: takes mail for anybody, and vouches for nobody. May be
 * stopped and started again on its ports; what it held is gone then.
 */
final class OutsideMail implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final String PASSWORD = "p@ss/word";

  private final String desk;
  private final int smtpPort;
  private final int imapPort;
  private GreenMail server;

  /** A server on ports that are free now, not started yet. */
  OutsideMail(String desk) {
    this.desk = desk;
    List<Integer> ports = freePorts(2);
    this.smtpPort = ports.get(0);
    this.imapPort = ports.get(1);
  }

  static List<Integer> freePorts(int count) {
    List<ServerSocket> held = new ArrayList<>();
    try {
      List<Integer> ports = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        held.add(socket);
        ports.add(socket.getLocalPort());
      }
      return ports;
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    } finally {
      held.forEach(
          socket -> {
            try {
              socket.close();
            } catch (IOException fault) {
              throw new UncheckedIOException(fault);
            }
          });
    }
  }

  OutsideMail start() {
    server =
        new GreenMail(
            new ServerSetup[] {
              new ServerSetup(smtpPort, HOST, ServerSetup.PROTOCOL_SMTP),
              new ServerSetup(imapPort, HOST, ServerSetup.PROTOCOL_IMAP)
            });
    server.start();
    server.setUser(desk, desk, PASSWORD);
    return this;
  }

  /** What tells the desk of it. */
  Map<String, String> variables() {
    String login = DeskClient.encode(desk) + ":" + DeskClient.encode(PASSWORD);
    return Map.of(
        "DESK_IMAP_URL", "imap://" + login + "@" + HOST + ":" + imapPort,
        "DESK_SMTP_URL", "smtp://" + login + "@" + HOST + ":" + smtpPort);
  }

  /** A mail as its receiver finds it. */
  record Mail(String subject, String messageId, String text, Flags flags) {}

  /** Writes to the desk; further header lines each end in CRLF. */
  void write(String from, String subject, String moreHeaders, String text) {
    String raw =
        moreHeaders
            + "From: "
            + from
            + "\r\nTo: "
            + desk
            + "\r\nSubject: "
            + subject
            + "\r\nMessage-ID: <"
            + java.util.UUID.randomUUID()
            + "@outside.example>\r\n\r\n"
            + text
            + "\r\n";
    Properties properties = new Properties();
    properties.put("mail.smtp.host", HOST);
    properties.put("mail.smtp.port", Integer.toString(smtpPort));
    Session session = Session.getInstance(properties);
    try (Transport transport = session.getTransport("smtp")) {
      transport.connect();
      transport.sendMessage(
          new MimeMessage(session, new ByteArrayInputStream(raw.getBytes(StandardCharsets.UTF_8))),
          new InternetAddress[] {new InternetAddress(desk)});
    } catch (MessagingException fault) {
      throw new IllegalStateException(fault);
    }
  }

  /** Answers a mail as mail programs do, quoting it. */
  void answer(String from, Mail mail, String text) {
    write(
        from,
        "Re: " + mail.subject(),
        "In-Reply-To: " + mail.messageId() + "\r\nReferences: " + mail.messageId() + "\r\n",
        text
            + "\r\n\r\nOn Monday the Inclusion Desk wrote:\r\n> "
            + mail.text().replace("\n", "\n> "));
  }

  /** What lies in somebody's folder; nothing where there is no such box or folder. */
  List<Mail> mails(String address, String folderName) {
    GreenMailUser user = server.getUserManager().getUserByEmail(address);
    if (user == null) {
      return List.of();
    }
    try (Store store = Session.getInstance(new Properties()).getStore("imap")) {
      store.connect(HOST, imapPort, user.getLogin(), user.getPassword());
      Folder folder = store.getFolder(folderName);
      if (!folder.exists()) {
        return List.of();
      }
      folder.open(Folder.READ_ONLY);
      List<Mail> mails = new ArrayList<>();
      for (Message message : folder.getMessages()) {
        mails.add(mail((MimeMessage) message));
      }
      return mails;
    } catch (MessagingException | IOException fault) {
      throw new IllegalStateException(fault);
    }
  }

  List<Mail> mails(String address) {
    return mails(address, "INBOX");
  }

  /** The mail with its first text, plain or HTML as plain. */
  static Mail mail(MimeMessage message) throws MessagingException, IOException {
    Flags flags = message.getFlags();
    Object content = message.getContent();
    while (content instanceof jakarta.mail.Multipart parts) {
      content = parts.getBodyPart(0).getContent();
    }
    String text = String.valueOf(content);
    return new Mail(
        message.getSubject(),
        message.getMessageID(),
        text.startsWith("<") ? Jsoup.parse(text).text() : text,
        flags);
  }

  @Override
  public void close() {
    if (server != null) {
      server.stop();
      server = null;
    }
  }
}
