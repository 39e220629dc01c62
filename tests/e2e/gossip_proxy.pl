#!/usr/bin/env perl
# Stands between two Alertmanagers and passes their gossip on, over TCP and UDP. SIGUSR1 cuts them apart, SIGUSR2 joins them again.
# usage: gossip_proxy.pl FRONT_A BACK_A FRONT_B BACK_B
# All are ports of 127.0.0.1. A listens on BACK_A and advertises FRONT_A, B likewise. Since each knows only the other's front, a packet that
# comes to FRONT_A is one of B's, and goes on to BACK_A from FRONT_B: so that A answers to where B can be cut off.
use strict;
use warnings;
use IO::Select;
use IO::Socket::INET;

my ($front_a, $back_a, $front_b, $back_b) = @ARGV;
die "expected four ports\n" unless defined $back_b;
my $cut = 0;
$SIG{USR1} = sub { $cut = 1 };
$SIG{USR2} = sub { $cut = 0 };
$SIG{PIPE} = 'IGNORE';

sub open_front {
  my ($port, @more) = @_;
  return IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, @more) || die "port $port: $!\n";
}
my %back_of;     # by listening socket: the port behind it
my %udp_target;  # by UDP socket: where its packets go, and from which socket
my %other_end;   # by connection: the connection that it is joined with
my $selected = IO::Select->new;
for ([$front_a, $back_a], [$front_b, $back_b]) {
  my $listener = open_front($_->[0], Proto => 'tcp', Listen => 32, ReuseAddr => 1);
  $back_of{$listener} = $_->[1];
  $selected->add($listener);
}
my $udp_a = open_front($front_a, Proto => 'udp');
my $udp_b = open_front($front_b, Proto => 'udp');
$udp_target{$udp_a} = [$udp_b, pack_sockaddr_in($back_a, inet_aton('127.0.0.1'))];
$udp_target{$udp_b} = [$udp_a, pack_sockaddr_in($back_b, inet_aton('127.0.0.1'))];
$selected->add($udp_a, $udp_b);

sub drop {
  my ($one) = @_;
  my $other = delete $other_end{$one} or return;
  delete $other_end{$other};
  for ($one, $other) {
    $selected->remove($_);
    close $_;
  }
}

sub admit {
  my ($listener) = @_;
  my $client = $listener->accept or return;
  my $server = $cut ? undef : IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $back_of{$listener}, Proto => 'tcp');
  return close $client unless $server;
  $other_end{$client} = $server;
  $other_end{$server} = $client;
  $selected->add($client, $server);
}

sub pass_on {
  my ($socket) = @_;
  return unless $other_end{$socket};  # it was dropped together with its other end in this round
  my $length = sysread $socket, my $bytes, 65536;
  return drop($socket) unless $length;
  my $done = 0;
  while ($done < $length) {
    my $written = syswrite $other_end{$socket}, $bytes, $length - $done, $done;
    return drop($socket) unless defined $written;
    $done += $written;
  }
}

while (1) {
  if ($cut) {
    for my $socket ($selected->handles) { drop($socket) if $other_end{$socket} }
  }
  for my $ready ($selected->can_read(0.2)) {
    if ($back_of{$ready}) {
      admit($ready);
    } elsif ($udp_target{$ready}) {
      my ($from, $to) = @{$udp_target{$ready}};
      next unless defined $ready->recv(my $packet, 65536);
      send $from, $packet, 0, $to unless $cut;
    } else {
      pass_on($ready);
    }
  }
}
