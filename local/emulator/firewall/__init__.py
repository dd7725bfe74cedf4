"""What a web ACL blocks, played from the rules as they are deployed."""
