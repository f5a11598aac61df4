"""The language between the services: CloudEvents with typed data, only ever grown."""
